// Lets plain Node run our sources: `node --import ./typescript.mjs parent.ts`. Node strips the types by
// itself, only the `.js` of the imports has to become the `.ts` that lies there.
import { registerHooks } from 'node:module';

registerHooks({
  resolve(specifier, context, next) {
    try {
      return next(specifier, context);
    } catch (error) {
      if (!specifier.startsWith('.') || !specifier.endsWith('.js')) throw error;
      return next(specifier.replace(/\.js$/, '.ts'), context);
    }
  },
});
