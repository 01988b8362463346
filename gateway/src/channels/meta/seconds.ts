import { z } from 'zod';

/** Epoch seconds as Meta writes them, with or without quotes; becomes milliseconds. */
export const seconds = z
  .union([z.int(), z.string().regex(/^\d+$/)])
  .transform((value) => Number(value) * 1000);
