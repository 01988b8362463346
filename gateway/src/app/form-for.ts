import type { Decision, Form, TemplateCategory } from '@outbound-composer/core';

export interface ChosenForm {
  readonly form: Form;
  /** With form `tag`. */
  readonly tag: string | null;
}

/** In which form a text may leave now: freely, else with a tag, else as a message that a bot starts. */
export function formForText({ ways }: Decision): ChosenForm | null {
  for (const way of ways) if (way.form === 'free_form') return plain('free_form');
  for (const way of ways) if (way.form === 'tag') return { form: 'tag', tag: way.tag };
  for (const way of ways) if (way.form === 'bot_initiated') return plain('bot_initiated');
  return null;
}

/**
 * In which form a template may leave now. Where the channel names a form for templates, in that one only; where it
 * does not (e-mail), a template is a text that was worded before.
 */
export function formForTemplate({ ways }: Decision, category: TemplateCategory): ChosenForm | null {
  let channelHasTemplates = false;
  for (const way of ways) {
    if (way.form === 'template') {
      if (way.categories.includes(category)) return plain('template');
      channelHasTemplates = true;
    }
    if (way.form === 'utility_template') {
      if (category === 'utility') return plain('utility_template');
      channelHasTemplates = true;
    }
  }
  return !channelHasTemplates && ways.some((way) => way.form === 'free_form') ? plain('free_form') : null;
}

const plain = (form: Form): ChosenForm => ({ form, tag: null });
