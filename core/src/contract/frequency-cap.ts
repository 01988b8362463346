import { z } from 'zod';
import { InstantOut } from './primitives.js';

export const FrequencyCapState = z
  .object({
    messages: z.int().meta({ description: 'A contact gets at most so many …' }),
    days: z.number().meta({ description: '… in so many days.' }),
    capped: z.boolean().meta({ description: 'A message now would be refused with `frequency_capped`.' }),
    freeAt: InstantOut.nullable().meta({ description: 'When the next one is permitted; null: now.' }),
  })
  .meta({
    id: 'FrequencyCapState',
    description: 'The workspace’s own cap on messages to one contact, over all channels.',
  });
export type FrequencyCapState = z.infer<typeof FrequencyCapState>;
