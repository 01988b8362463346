import { html, nothing, type SVGTemplateResult, svg, type TemplateResult } from 'lit';

/** A drawing of 20 by 20 in the colour of the text around it. Without a title it is decoration. */
function icon(drawing: SVGTemplateResult): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">${drawing}</svg>`;
}

const bubble = svg`<path d="M10 3a7 6.6 0 1 1-3.2 12.5L3.4 16.6l1-3A6.6 6.6 0 0 1 10 3Z" />`;

const channelDrawings: Record<string, SVGTemplateResult> = {
  whatsapp: svg`<path d="M10 2.8a7.2 7.2 0 1 1-3.6 13.4l-3.6 1 1-3.5A7.2 7.2 0 0 1 10 2.8Z" /><path d="M7.6 7c-.4 2.9 2.5 5.8 5.4 5.400l.4-1.5-1.7-.9-.9.8c-.9-.4-1.6-1.1-2-2l.8-.9L8.7 6.600Z" />`,
  messenger: svg`<path d="M10 3c4.1 0 7.2 2.9 7.2 6.600S14.1 16.2 10 16.200a8 8 0 0 1-2-.25L5.3 17.300v-2.600A6.4 6.4 0 0 1 2.8 9.600C2.8 5.9 5.9 3 10 3Z" /><path d="m6.2 11.4 2.6-2.7 2.2 1.7 2.7-2.7" />`,
  instagram: svg`<rect x="3" y="3" width="14" height="14" rx="4" /><circle cx="10" cy="10" r="3.2" /><path d="M13.9 6.100h.01" />`,
  viber: svg`<path d="M10 3c4.5 0 7 2 7 6.300s-2.5 6.2-7 6.200l-1 0-2.6 2v-2.500C4 14.3 3 12.3 3 9.3 3 5 5.5 3 10 3Z" /><path d="M10.2 6.400a2.9 2.9 0 0 1 2.9 2.900M7.4 6.800c-.2 2.6 2.3 5.2 4.9 5.2" />`,
  wechat: svg`<path d="M8 3.500c3 0 5.3 1.9 5.3 4.300S11 12.1 8 12.100c-.5 0-1-.05-1.5-.2l-2.2 1 .6-1.900A4.1 4.1 0 0 1 2.7 7.800c0-2.4 2.3-4.3 5.3-4.300Z" /><path d="M14.6 8.600c1.7.6 2.7 1.9 2.7 3.4 0 1-.5 1.9-1.3 2.600l.4 1.7-1.9-.9c-2 .4-4-.2-5-1.5" />`,
  telegram: svg`<path d="m3 9.8 14-6-2.4 12.8-4.6-3.3-2.3 2.3-.7-4.2 6.2-4.7-7.7 4Z" />`,
  line: svg`<path d="M10 3.200c4.2 0 7.3 2.5 7.3 5.7 0 3.3-3.5 5.6-7.3 8.100v-2.500c-4.2 0-7.3-2.4-7.3-5.600S5.8 3.2 10 3.200Z" /><path d="M7 7.400v3.200h1.700M13 7.400h-1.800v3.200H13M11.2 9h1.5" />`,
  website_chat: svg`<rect x="2.8" y="3.5" width="14.4" height="13" rx="2.5" /><path d="M2.8 7.200h14.400M6.5 10.500h7M6.5 13.300h4" />`,
  sms: svg`${bubble}<path d="M7 9.800h.01M10 9.800h.01M13 9.800h.01" class="dots" />`,
  email: svg`<rect x="2.8" y="4.2" width="14.4" height="11.6" rx="2.2" /><path d="m3.4 6 6.6 4.900L16.6 6" />`,
  tiktok: svg`<path d="M11 3v9.300a2.7 2.7 0 1 1-2.7-2.700M11 3c.2 2.4 1.8 4 4.3 4.2" />`,
  apple_messages: bubble,
  x: svg`<path d="m4 4 12 12M16 4 4 16" />`,
  slack: svg`<path d="M7.5 3.500v9M12.5 7.500v9M3.5 7.500h9M7.5 12.500h9" />`,
};

export const channelIcon = (channel: string) => icon(channelDrawings[channel] ?? bubble);

export const searchIcon = icon(svg`<circle cx="9" cy="9" r="5.2" /><path d="m13 13 3.7 3.7" />`);
export const crossIcon = icon(svg`<path d="m5.5 5.5 9 9M14.5 5.500l-9 9" />`);
export const chevronIcon = icon(svg`<path d="m6 8 4 4 4-4" />`);
export const backIcon = icon(svg`<path d="m12 4.5-5.5 5.5 5.5 5.5" />`);
export const sendIcon = icon(svg`<path d="m3.5 9.8 13-6-4.6 13-2.5-5.200Zm5.9 1.8 3.3-3.8" />`);
export const personIcon = icon(
  svg`<circle cx="10" cy="7" r="3" /><path d="M4 16.500c.8-3.2 3-4.7 6-4.700s5.2 1.5 6 4.7" />`,
);
export const starIcon = icon(
  svg`<path d="m10 3.4 2 4.3 4.7.6-3.5 3.2.9 4.700L10 13.900l-4.1 2.3.9-4.7-3.5-3.2 4.7-.6Z" />`,
);
export const alertIcon = html`<svg class="icon alert" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
  <circle class="filled" cx="10" cy="10" r="8" /><path class="cut" d="M10 5.500v5.500M10 14.200h.01" />
</svg>`;
export const questionIcon = icon(
  svg`<circle cx="10" cy="10" r="7" /><path d="M7.9 8a2.1 2.1 0 1 1 3.1 1.900c-.7.4-1 .8-1 1.600M10 13.900h.01" />`,
);
export const infoIcon = icon(svg`<circle cx="10" cy="10" r="7" /><path d="M10 9.300v4.200M10 6.500h.01" />`);
export const clockIcon = icon(svg`<circle cx="10" cy="10" r="7" /><path d="M10 6v4.200l2.7 1.7" />`);
export const templateIcon = icon(
  svg`<rect x="3.5" y="3.5" width="13" height="13" rx="2.2" /><path d="M6.5 7.500h7M6.5 10.500h7M6.5 13.300h4" />`,
);

/** The verdict as a shape, so that colour is never all there is: a disc, a half disc, a bar. */
export function verdictMark(verdict: string): TemplateResult {
  const shape =
    verdict === 'open'
      ? svg`<circle cx="5" cy="5" r="4" class="filled" />`
      : verdict === 'restricted'
        ? svg`<circle cx="5" cy="5" r="3.4" /><path class="filled" d="M5 1.600a3.4 3.4 0 0 1 0 6.800Z" />`
        : svg`<circle cx="5" cy="5" r="3.4" /><path d="m2.6 7.4 4.8-4.8" />`;
  return html`<svg class="mark ${verdict}" viewBox="0 0 10 10" aria-hidden="true" focusable="false">${shape}</svg>`;
}

const ticks: Record<string, SVGTemplateResult | typeof nothing> = {
  queued: svg`<circle cx="10" cy="10" r="6" /><path d="M10 6.800V10l2 1.3" />`,
  scheduled: svg`<circle cx="10" cy="10" r="6" /><path d="M10 6.800V10l2 1.3" />`,
  cancelled: svg`<circle cx="10" cy="10" r="6" /><path d="m5.8 14.2 8.4-8.4" />`,
  sending: svg`<circle cx="10" cy="10" r="6" /><path d="M10 6.800V10l2 1.3" />`,
  sent: svg`<path d="m5 10.5 3.3 3.200L15 6.5" />`,
  delivered: svg`<path d="m2.5 10.5 3.3 3.2 6.7-7.200M9.3 12.900l.9.8 6.8-7.2" />`,
  read: svg`<path d="m2.5 10.5 3.3 3.2 6.7-7.200M9.3 12.900l.9.8 6.8-7.2" />`,
};

export const tickIcon = (status: string) =>
  ticks[status] ? icon(ticks[status] as SVGTemplateResult) : nothing;
