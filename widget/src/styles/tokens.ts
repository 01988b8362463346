import { css } from 'lit';

/**
 * Every colour and size in one place. `light-dark()` follows the page's `color-scheme`, so a page that is dark
 * gets a dark element without being asked. Sizes are px: a page may set any root font size.
 */
export const tokens = css`
  .base {
    --accent: var(--outbound-composer-accent, light-dark(#3a56d4, #93a8ff));
    --on-accent: var(--outbound-composer-on-accent, light-dark(#ffffff, #0c1230));
    --surface: var(--outbound-composer-surface, light-dark(#ffffff, #17191e));
    --sunken: var(--outbound-composer-sunken, light-dark(#f6f7f9, #111317));
    --ink: var(--outbound-composer-ink, light-dark(#171a21, #eceef2));
    --muted: var(--outbound-composer-muted, light-dark(#596172, #a0a8b6));
    --line: var(--outbound-composer-line, light-dark(#e5e8ed, #2a2e37));
    --open: var(--outbound-composer-open, light-dark(#0a7547, #4ccb92));
    --restricted: var(--outbound-composer-restricted, light-dark(#8a5300, #f2b75c));
    --blocked: var(--outbound-composer-blocked, light-dark(#b3262f, #ff9a95));

    --line-strong: color-mix(in oklab, var(--ink) 22%, var(--surface));
    --hover: color-mix(in oklab, var(--ink) 4.5%, var(--surface));
    --chosen: color-mix(in oklab, var(--accent) 9%, var(--surface));
    --accent-line: color-mix(in oklab, var(--accent) 55%, var(--surface));
    /* The dark text colours make muddy grounds, so a ground takes the hue at a lightness of its own. */
    --open-soft: light-dark(
      color-mix(in oklab, oklch(from var(--open) 0.82 0.15 h) 20%, var(--surface)),
      color-mix(in oklab, var(--open) 11%, var(--surface))
    );
    --restricted-soft: light-dark(
      color-mix(in oklab, oklch(from var(--restricted) 0.88 0.15 calc(h + 14)) 22%, var(--surface)),
      color-mix(in oklab, var(--restricted) 12%, var(--surface))
    );
    --blocked-soft: light-dark(
      color-mix(in oklab, oklch(from var(--blocked) 0.75 0.16 h) 15%, var(--surface)),
      color-mix(in oklab, var(--blocked) 12%, var(--surface))
    );
    --mark: light-dark(#ffec9e, #5c4a12);
    --shadow: 0 1px 2px light-dark(rgb(20 24 40 / 0.06), rgb(0 0 0 / 0.4));

    --radius: var(--outbound-composer-radius, 12px);
    --radius-inner: calc(var(--radius) * 0.7);
    --radius-small: calc(var(--radius) * 0.5);
    --gap: 12px;
    --pad: 16px;
    --row: 10px;
  }
  .base.compact {
    --gap: 8px;
    --pad: 12px;
    --row: 6px;
  }
`;
