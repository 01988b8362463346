import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type { OutboundComposer, OutboundComposerEventMap } from './dist/module/index.js';

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
  | 'snippets'
>;

type Listeners = {
  [Type in keyof OutboundComposerEventMap as `on${Type}`]: (event: OutboundComposerEventMap[Type]) => void;
};

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'outbound-composer': DetailedHTMLProps<HTMLAttributes<OutboundComposer>, OutboundComposer> &
        Partial<Settable> &
        Partial<Listeners> & { 'contact-id'?: string };
    }
  }
}
