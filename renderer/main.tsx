import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { watchForFailures } from './app/pageLog.ts';
import { applyTheme } from './app/usePreferences.ts';
import { useViewStore } from './stores/viewStore.ts';
import { startLanguages } from './text/useText.ts';
import './app/theme.css';

const place = document.getElementById('root');
if (!place) throw new Error('the page has no #root');
watchForFailures();
const { language, theme } = useViewStore.getState();
applyTheme(theme)();
await startLanguages(language);
createRoot(place).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
