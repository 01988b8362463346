import type { Run } from '../../run.js';
import { changeTags, tagFields } from './tags.js';

export const description = tagFields;

export const execute = (run: Run): Promise<void> => changeTags(run, 'removeTags');
