import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { useViewStore } from './stores/viewStore.ts';
import { startLanguages } from './text/useText.ts';
import './app/theme.css';

const place = document.getElementById('root');
if (!place) throw new Error('the page has no #root');
await startLanguages(useViewStore.getState().language);
createRoot(place).render(<App />);
