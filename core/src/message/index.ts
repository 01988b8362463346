export * from './attachments.js';
export * from './keywords.js';
export * from './limits.js';
export { type Measure, measure } from './measure.js';
export {
  type HeaderFormat,
  renderTemplate,
  type Template,
  type TemplateButton,
  type TemplatePreview,
  type TemplateStatus,
  type TemplateValues,
  templateVariables,
} from './template.js';
export {
  TEMPLATE_PROBLEMS,
  type TemplateProblem,
  type TemplateProblemCode,
} from './template-problem.js';
export * from './validate-template.js';
export { type FilledText, fillVariables, type VariableContext } from './variables.js';
