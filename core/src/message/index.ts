export * from './limits.js';
export { type Measure, measure } from './measure.js';
export {
  renderTemplate,
  type Template,
  type TemplateButton,
  type TemplatePreview,
  type TemplateStatus,
  type TemplateValues,
  templateVariables,
} from './template.js';
export * from './validate-template.js';
export * from './variables.js';
