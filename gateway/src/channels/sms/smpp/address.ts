/** Types and plans of numbers: SMPP 3.4, 5.2.5 and 5.2.6. */
const TON = { unknown: 0, international: 1, alphanumeric: 5 } as const;
const NPI = { unknown: 0, e164: 1 } as const;

export interface SmppAddress {
  readonly ton: number;
  readonly npi: number;
  readonly addr: string;
}

/** `+49…` is international, other digits are a short code, anything else is a name. */
export function toSmpp(address: string): SmppAddress {
  if (/^\+\d+$/.test(address)) return { ton: TON.international, npi: NPI.e164, addr: address.slice(1) };
  if (/^\d+$/.test(address)) return { ton: TON.unknown, npi: NPI.unknown, addr: address };
  return { ton: TON.alphanumeric, npi: NPI.unknown, addr: address };
}

/** A number that came in, in E.164 where it is an international one. */
export function fromSmpp(addr: string, ton: number | undefined): string {
  return ton === TON.international && /^\d+$/.test(addr) ? `+${addr}` : addr;
}
