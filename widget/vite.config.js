import { defineConfig } from 'vite';

// One file for a script tag: the element, its words and rules, and nothing to load afterwards.
export default defineConfig({
  build: {
    outDir: 'dist',
    emptyOutDir: false,
    target: 'es2023',
    sourcemap: true,
    lib: { entry: 'dist/module/define.js', formats: ['es'], fileName: 'outbound-composer' },
    // The library mode keeps white space unless told here.
    rolldownOptions: { output: { minify: true } },
  },
});
