import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type { OutboundComposer } from './dist/module/index.js';

type Settable = Pick<
  OutboundComposer,
  | 'gateway'
  | 'token'
  | 'inbox'
  | 'status'
  | 'phone'
  | 'email'
  | 'locale'
  | 'density'
  | 'getToken'
  | 'backend'
  | 'strings'
>;

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'outbound-composer': DetailedHTMLProps<HTMLAttributes<OutboundComposer>, OutboundComposer> &
        Partial<Settable> & { 'contact-id'?: string };
    }
  }
}
