// The browser build is a script that leaves a global behind; its modules import packages a browser cannot load.
import '@testing-library/dom/dist/@testing-library/dom.umd.js';
import type * as TestingLibrary from '@testing-library/dom';

declare global {
  interface Window {
    TestingLibraryDom: typeof TestingLibrary;
  }
}

// The whole shadow tree in each message hides the one line that says what was missing.
window.TestingLibraryDom.configure({
  getElementError: (message) => new Error(String(message).split('\n\nHere are')[0]),
});

export type Screen = ReturnType<typeof TestingLibrary.within>;

/** Queries by role and name, as the agent's assistive technology would find things. */
export function screenOf(base: HTMLElement): Screen {
  return window.TestingLibraryDom.within(base);
}

export const { within, waitFor } = window.TestingLibraryDom;
