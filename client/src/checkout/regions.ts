/** States as the tax tables know them: ISO 3166-2 without the country. Other countries type their region. */
const US =
  'AL Alabama|AK Alaska|AZ Arizona|AR Arkansas|CA California|CO Colorado|CT Connecticut|DE Delaware|DC District of Columbia|FL Florida|GA Georgia|HI Hawaii|ID Idaho|IL Illinois|IN Indiana|IA Iowa|KS Kansas|KY Kentucky|LA Louisiana|ME Maine|MD Maryland|MA Massachusetts|MI Michigan|MN Minnesota|MS Mississippi|MO Missouri|MT Montana|NE Nebraska|NV Nevada|NH New Hampshire|NJ New Jersey|NM New Mexico|NY New York|NC North Carolina|ND North Dakota|OH Ohio|OK Oklahoma|OR Oregon|PA Pennsylvania|PR Puerto Rico|RI Rhode Island|SC South Carolina|SD South Dakota|TN Tennessee|TX Texas|UT Utah|VT Vermont|VA Virginia|WA Washington|WV West Virginia|WI Wisconsin|WY Wyoming';
const MX =
  'AGU Aguascalientes|BCN Baja California|BCS Baja California Sur|CAM Campeche|CHP Chiapas|CHH Chihuahua|CMX Ciudad de México|COA Coahuila|COL Colima|DUR Durango|GUA Guanajuato|GRO Guerrero|HID Hidalgo|JAL Jalisco|MEX Estado de México|MIC Michoacán|MOR Morelos|NAY Nayarit|NLE Nuevo León|OAX Oaxaca|PUE Puebla|QUE Querétaro|ROO Quintana Roo|SLP San Luis Potosí|SIN Sinaloa|SON Sonora|TAB Tabasco|TAM Tamaulipas|TLA Tlaxcala|VER Veracruz|YUC Yucatán|ZAC Zacatecas';

const list = (text: string) =>
  text.split('|').map((line) => ({ value: line.slice(0, line.indexOf(' ')), label: line.slice(line.indexOf(' ') + 1) }));

const REGIONS: Record<string, { value: string; label: string }[]> = { US: list(US), MX: list(MX) };

/** Countries that can be shipped to, the two largest markets first. */
export const COUNTRIES = ['US', 'MX', 'AR', 'BR', 'CL', 'CO', 'ES'];

/** The market of a viewer who has not chosen one; the server's default is the same. */
export const COUNTRY_DEFAULT = 'US';

/** The country that the browser's language names, when it is served. */
export function countryGuess(): string {
  const named = navigator.languages?.map((tag) => tag.split('-')[1]?.toUpperCase() ?? '').find((code) => COUNTRIES.includes(code));
  return named ?? COUNTRY_DEFAULT;
}

export function regionsOf(country: string): { value: string; label: string }[] | null {
  return REGIONS[country] ?? null;
}

const POSTAL: Record<string, RegExp> = { US: /^\d{5}(-\d{4})?$/, MX: /^\d{5}$/ };

export function isPostalCode(country: string, text: string): boolean {
  return (POSTAL[country] ?? /^[\w -]{3,12}$/).test(text.trim());
}
