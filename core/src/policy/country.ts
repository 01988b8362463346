/** An ISO 3166-1 alpha-2 code in capitals, or '' when unknown. */
export function countryOf(value: unknown): string {
  if (typeof value !== 'string') return '';
  return value.charCodeAt(0) >= 97 || value.charCodeAt(1) >= 97 ? value.toUpperCase() : value;
}

/** Whether a country is known to be in a list; where there is no list, none is. */
export function isAmong(countries: readonly string[] | null, country: unknown): boolean {
  return countries?.includes(countryOf(country)) ?? false;
}
