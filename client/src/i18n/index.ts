export { language, setCountry, setLanguage, settings, startLanguage, LANGUAGES } from './settings.svelte';
export { known, plural, t, type Word } from './words';
export { amountText, decimals, moneyText } from './money';
export { clockText, dateText, dayText, daysText, relativeText, weekdaysText } from './dates';
export { countryName } from './countries';
