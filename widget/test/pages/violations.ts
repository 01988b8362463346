declare global {
  interface Window {
    violations: string[];
  }
}

// Collected from the start: what the policy of the page would have stopped.
window.violations = [];
addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile }) => {
  window.violations.push(`${violatedDirective} ${blockedURI} ${sourceFile}`);
});

export {};
