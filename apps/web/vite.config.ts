import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  // The console's content security policy allows files of its own only: nothing is inlined.
  build: {
    assetsInlineLimit: 0,
    // A page has its own HTML file, which names all that it needs: nothing is fetched only when something else was read.
    rolldownOptions: { input: ['index.html', 'outcomes.html', 'outcomes/episodes.html'] },
  },
  // `vite` beside `npm start`: the page from its sources, the figures from the running console.
  server: { proxy: { '/v1': 'http://127.0.0.1:4600' } },
});
