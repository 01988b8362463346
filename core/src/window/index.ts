export {
  type CountsOpener,
  EMPTY_FOLD,
  type FoldedWindow,
  foldWindow,
  foldWindows,
  type WindowEvent,
  type WindowFold,
} from './fold.js';
export * from './opens.js';
export * from './row.js';
