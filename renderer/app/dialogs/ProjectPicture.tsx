import { useEffect, useRef, useState } from 'react';
import type { GraphDoc } from '../../../shared/graph/document.ts';
import type { ProjectLine } from '../../../shared/protocol/hostCalls.ts';
import { useClient } from '../connection.ts';
import { GraphThumbnail } from './GraphThumbnail.tsx';

/** Documents read for their pictures, by name and moment of saving. */
const known = new Map<string, GraphDoc>();
const mostKnown = 200;

/** A project's graph, drawn small; read once its line comes into sight. Empty where it cannot be read. */
export function ProjectPicture({ line: { name, savedAt } }: { readonly line: Pick<ProjectLine, 'name' | 'savedAt'> }) {
  const client = useClient();
  const key = `${savedAt} ${name}`;
  const frame = useRef<HTMLSpanElement>(null);
  const [document, setDocument] = useState<GraphDoc | null>(known.get(key) ?? null);
  useEffect(() => {
    const at = frame.current;
    if (!at || known.has(key)) return;
    let gone = false;
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      void client.call('projects.open', { name }).then(({ value }) => {
        if (!value) return;
        const [oldest] = known.keys();
        if (known.size >= mostKnown && oldest !== undefined) known.delete(oldest);
        known.set(key, value.document);
        if (!gone) setDocument(value.document);
      });
    });
    observer.observe(at);
    return () => {
      gone = true;
      observer.disconnect();
    };
  }, [client, key, name]);
  return (
    <span ref={frame} className="block h-14 w-24 shrink-0 rounded-md border border-line bg-raised p-1">
      {document ? <GraphThumbnail document={document} className="h-full w-full" /> : null}
    </span>
  );
}
