/** Carriers with an address where a parcel can be followed; `{}` is the number. */
const ADDRESSES: Record<string, string> = {
  USPS: 'https://tools.usps.com/go/TrackConfirmAction?tLabels={}',
  UPS: 'https://www.ups.com/track?tracknum={}',
  FedEx: 'https://www.fedex.com/fedextrack/?trknbr={}',
  DHL: 'https://www.dhl.com/global-en/home/tracking.html?tracking-id={}',
  Estafeta: 'https://rastreositecorecms.azurewebsites.net/Tracking/searchByGet?wayBillType=1&wayBill={}',
  Redpack: 'https://www.redpack.com.mx/es/rastreo/?guias={}',
  'Correos de México': 'https://www.correosdemexico.gob.mx/SSLServicios/SeguimientoEnvio/Seguimiento.aspx?guia={}',
  Correos: 'https://www.correos.es/es/es/herramientas/localizador/envios/detalle?tracking-number={}',
  Servientrega: 'https://www.servientrega.com/wps/portal/rastreo-envio/detalle?id={}',
};

export const CARRIERS = Object.keys(ADDRESSES);

/** Where a parcel of a known carrier can be followed. */
export function trackingUrl(carrier: string | null | undefined, number: string | null | undefined): string | null {
  const known = CARRIERS.find((name) => name.toLowerCase() === carrier?.trim().toLowerCase());
  return known && number ? ADDRESSES[known]!.replace('{}', encodeURIComponent(number.trim())) : null;
}
