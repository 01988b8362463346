import { createHash } from 'node:crypto';
import { labelOf } from '../../app/surveys/words.js';
import type { Language } from '../../app/wire.js';
import { PAGE_WORDS } from './words.js';

const STYLE = `
:root{color-scheme:light dark}
body{font:1.125rem/1.5 system-ui,sans-serif;max-width:34rem;margin:0 auto;padding:2rem 1rem}
h1{font-size:1.5rem;line-height:1.3}
fieldset{border:0;margin:0 0 1.5rem;padding:0}
legend{font-size:1.5rem;font-weight:700;line-height:1.3;margin-bottom:1rem;padding:0}
.answer{display:flex;gap:.75rem;align-items:center;min-height:2.75rem;padding:.25rem .5rem;border-radius:.5rem}
.answer:hover,.answer:focus-within{background:color-mix(in srgb,currentColor 10%,transparent)}
input{width:1.25rem;height:1.25rem;flex:none}
textarea{box-sizing:border-box;width:100%;min-height:6rem;font:inherit;padding:.5rem}
button{font:inherit;font-weight:700;min-height:2.75rem;padding:.5rem 1.25rem;margin-top:1rem;cursor:pointer}
.error{border-left:.25rem solid #c62828;padding-left:.75rem;font-weight:700}
`;

/** The page runs no script, loads nothing, and is shown in no frame. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

export const COMMENT_LENGTH = 2000;

export interface Question {
  readonly language: Language;
  readonly question: string;
  readonly scale: number;
  /** Where the answer goes. */
  readonly action: string;
}

/** What somebody has filled in that cannot be taken. */
export interface Draft {
  readonly score: number | null;
  readonly comment: string;
  readonly fault: 'chooseOne' | 'tooLong';
}

/** The question with its answers. */
export function questionPage({ language, question, scale, action }: Question, draft?: Draft): string {
  const words = PAGE_WORDS[language];
  const answers = Array.from({ length: scale }, (_, index) => index + 1).map((score) => {
    const checked = draft?.score === score ? ' checked' : '';
    return `<label class="answer"><input type="radio" name="score" value="${score}" required${checked}> ${escaped(labelOf(score, scale, language))}</label>`;
  });
  const fault = draft ? `<p class="error" role="alert" id="fault">${escaped(words[draft.fault])}</p>` : '';
  const described = draft ? ' aria-describedby="fault"' : '';
  return page(
    language,
    question,
    `<form method="post" action="${escaped(action)}">
${fault}
<fieldset${draft?.fault === 'chooseOne' ? described : ''}>
<legend><h1>${escaped(question)}</h1></legend>
${answers.join('\n')}
</fieldset>
<label for="comment">${escaped(words.comment)} (${escaped(words.optional)})</label>
<textarea id="comment" name="comment" maxlength="${COMMENT_LENGTH}"${draft?.fault === 'tooLong' ? described : ''}>${escaped(draft?.comment ?? '')}</textarea>
<button type="submit">${escaped(words.send)}</button>
</form>`,
  );
}

/** A page that only says something. */
export function wordsPage(language: Language, what: 'thanks' | 'already' | 'over'): string {
  const words = PAGE_WORDS[language];
  return page(language, words.title, `<h1 role="status">${escaped(words[what])}</h1>`);
}

export function unknownPage(language: Language): string {
  const { unknown, unknownHelp } = PAGE_WORDS[language];
  return page(language, unknown, `<h1>${escaped(unknown)}</h1>\n<p>${escaped(unknownHelp)}</p>`);
}

const page = (language: Language, title: string, body: string): string => `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
<main>
${body}
</main>
</html>
`;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
