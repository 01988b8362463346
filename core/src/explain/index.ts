export * from './explain.js';
export * from './template-problem.js';
