/** A value as CSV has it (RFC 4180). */
export function csvCell(value: string | null): string {
  const safe = unlikeFormula(value ?? '');
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export const csvLine = (values: readonly (string | null)[]): string => `${values.map(csvCell).join(',')}\r\n`;

/** Spreadsheets would run what begins like this: https://owasp.org/www-community/attacks/CSV_Injection */
const unlikeFormula = (value: string): string => (/^[=+\-@\t\r]/.test(value) ? `'${value}` : value);
