import { OutboundComposer } from './outbound-composer.js';

// A page may load this twice, by two bundles or two script tags; the first one stays.
if (!customElements.get('outbound-composer')) customElements.define('outbound-composer', OutboundComposer);

export * from './index.js';
