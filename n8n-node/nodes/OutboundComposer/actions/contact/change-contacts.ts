import type { UpdateContact } from '@outbound-composer/core/contract';
import { AT_ONCE, inBatches } from '../../batches.js';
import { contactRef, type Located } from '../../contact-ref.js';
import type { Run } from '../../run.js';
import { savedItem } from './saved-item.js';

/** Changes the contact of each item. `read` says how, before any request. */
export async function changeContacts(run: Run, read: (index: number) => UpdateContact): Promise<void> {
  const wanted = run.readAll((index) => ({
    contact: contactRef(run.context.getNodeParameter('contact', index) as Located),
    change: read(index),
  }));
  await inBatches(
    wanted,
    AT_ONCE,
    ({ contact }) => contact,
    (index, { contact, change }) =>
      run.attempt(index, async () =>
        run.accept(index, savedItem(await run.client.updateContact(contact, change))),
      ),
  );
}
