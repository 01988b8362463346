import type { OutboundComposer } from '@outbound-composer/widget';
import type {} from '@outbound-composer/widget/jsx';
import '@outbound-composer/widget/define';
import { useState } from 'react';

type Props = Partial<Pick<OutboundComposer, 'gateway' | 'getToken' | 'backend'>> & {
  /** The contact of the page; the composer follows when it changes. */
  contactId: string;
  /** Asked before a message leaves; false keeps it. */
  mayLeave?: (text: string) => boolean;
};

/** A ticket's page: the composer, opened on the ticket's contact, and a line that says what left last. */
export function FollowUp({ contactId, mayLeave = () => true, ...connection }: Props) {
  const [sent, setSent] = useState('Nothing sent yet.');
  return (
    <section>
      <p role="status">{sent}</p>
      <outbound-composer
        {...connection}
        contact-id={contactId}
        onoutbound-composer-before-send={(event) => {
          const { content } = event.message;
          if (content.kind === 'text' && !mayLeave(content.text)) event.preventDefault();
        }}
        onoutbound-composer-sent={({ message }) => setSent(`Sent by ${message.channel}: ${message.status}.`)}
      />
    </section>
  );
}
