import { FieldFault } from './fields.js';

export interface Fault {
  readonly field: string;
  readonly reason: string;
}

/** Gathers what is wrong with one row, so that all of it can be mended at once. */
export class Faults {
  readonly list: Fault[] = [];

  add(field: string, reason: string): void {
    this.list.push({ field, reason });
  }

  /** The value that `read` makes, or undefined after it found fault. */
  try<T>(field: string, read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof FieldFault)) throw error;
      this.add(field, error.message);
      return undefined;
    }
  }
}
