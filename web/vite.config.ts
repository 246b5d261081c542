import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where `vite` finds the API while somebody works on a page; the product serves both from one origin. */
const API = 'http://127.0.0.1:8390';

export default defineConfig({
  plugins: [react()],
  server: { proxy: { '/api': API } },
  build: {
    // Small files as data: addresses would need a laxer content security policy.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
  },
});
