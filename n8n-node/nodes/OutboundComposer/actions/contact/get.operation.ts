import type { INodeProperties } from 'n8n-workflow';
import { AT_ONCE, inBatches } from '../../batches.js';
import { contactRef, type Located } from '../../contact-ref.js';
import { contactField } from '../../descriptions/contact.js';
import { purposeField, purposeOf } from '../../descriptions/purpose.js';
import type { Run } from '../../run.js';

export const description: INodeProperties[] = [
  contactField,
  { ...purposeField, description: 'The verdicts of the channels are for this purpose' },
];

export async function execute(run: Run): Promise<void> {
  const { context, client } = run;
  const asked = run.readAll((index) => ({
    contact: contactRef(context.getNodeParameter('contact', index) as Located),
    purpose: purposeOf(context.getNodeParameter('purpose', index)),
  }));
  await inBatches(
    asked,
    AT_ONCE,
    ({ contact }) => contact,
    (index, { contact, purpose }) =>
      run.attempt(index, async () => {
        const { id: contactId, ...found } = await client.getContact(contact, { purpose });
        run.accept(index, { contactId, ...found });
      }),
  );
}
