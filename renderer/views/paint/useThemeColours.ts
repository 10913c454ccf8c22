import { useEffect, useState } from 'react';

/** The theme's colours as `#rrggbb`, for what is drawn on a canvas. */
export interface ThemeColours {
  readonly theme: 'light' | 'dark';
  readonly ink: string;
  readonly muted: string;
  readonly line: string;
  readonly strong: string;
  readonly panel: string;
  readonly raised: string;
  readonly accent: string;
}

let probe: CanvasRenderingContext2D | null = null;

/** What the browser makes of a CSS colour, e.g. of oklch(). */
function resolved(colour: string): string {
  probe ??= Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d', { willReadFrequently: true });
  if (!probe) return '#808080';
  probe.fillStyle = colour;
  probe.fillRect(0, 0, 1, 1);
  const [r = 0, g = 0, b = 0] = probe.getImageData(0, 0, 1, 1).data;
  return `#${[r, g, b].map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}

function readColours(): ThemeColours {
  const style = getComputedStyle(document.documentElement);
  const of = (name: string): string => resolved(style.getPropertyValue(name).trim() || '#808080');
  return {
    theme: document.documentElement.dataset.theme === 'dark' ? 'dark' : 'light',
    ink: of('--ink'),
    muted: of('--ink-muted'),
    line: of('--line'),
    strong: of('--line-strong'),
    panel: of('--panel'),
    raised: of('--raised'),
    accent: of('--accent'),
  };
}

/** The theme's colours, read again when the theme changes. */
export function useThemeColours(): ThemeColours {
  const [colours, setColours] = useState(readColours);
  useEffect(() => {
    const observer = new MutationObserver(() => setColours(readColours()));
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'class', 'style'] });
    setColours(readColours());
    return () => observer.disconnect();
  }, []);
  return colours;
}
