import { fileURLToPath } from 'node:url';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

// Builds both examples for the tests. A Vue project needs the `isCustomElement` of this file, React nothing.
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  plugins: [
    vue({ template: { compilerOptions: { isCustomElement: (tag) => tag === 'outbound-composer' } } }),
  ],
  define: { 'process.env.NODE_ENV': '"production"' },
  logLevel: 'warn',
  build: {
    outDir: here('../.cache/examples'),
    emptyOutDir: true,
    lib: { entry: { react: here('react/mount.tsx'), vue: here('vue/mount.ts') }, formats: ['es'] },
  },
});
