import { Component } from 'react';
import type { ErrorInfo, ReactNode } from 'react';
import { serialiseDocument } from '../../shared/graph/serialiseDocument.ts';
import { useDocumentStore } from '../stores/documentStore.ts';
import { useText } from '../text/useText.ts';
import { Button } from '../ui/Button.tsx';
import { client } from './connection.ts';
import { downloadDiagnostics } from './diagnostics.ts';
import { downloadFile, fileName } from './downloadFile.ts';
import { logLine } from './pageLog.ts';

interface Props {
  readonly children: ReactNode;
}

/** A bug in a component takes neither the document nor the page with it: it can be shown again, the document and a report can be saved. */
export class ErrorBoundary extends Component<Props, { readonly error: Error | null }> {
  override state: { readonly error: Error | null } = { error: null };

  static getDerivedStateFromError(error: unknown): { readonly error: Error } {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override componentDidCatch(error: Error, { componentStack }: ErrorInfo): void {
    logLine('error', `${error.stack ?? error.message}\n${componentStack ?? ''}`);
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (!error) return this.props.children;
    return <Failure error={error} onAgain={() => this.setState({ error: null })} />;
  }
}

function Failure({ error, onAgain }: { readonly error: Error; onAgain(): void }) {
  const { t } = useText();
  const saveDocument = (): void => {
    const { present } = useDocumentStore.getState().history;
    downloadFile(fileName(present.name, '.hourglass.json'), serialiseDocument(present));
  };
  return (
    <div role="alert" className="flex h-full flex-col items-center justify-center gap-3 overflow-auto bg-surface p-6 text-center">
      <h2 className="text-lg font-semibold">{t('app.failure')}</h2>
      <p className="max-w-120 text-ink-muted">{t('app.failure.about')}</p>
      <code className="max-w-full rounded-md bg-raised px-2 py-1 text-xs wrap-anywhere">{error.message}</code>
      <div className="flex flex-wrap justify-center gap-2">
        <Button look="primary" onClick={onAgain}>
          {t('app.failure.again')}
        </Button>
        <Button onClick={saveDocument}>{t('app.download')}</Button>
        <Button onClick={() => void downloadDiagnostics(client)}>{t('app.diagnostics')}</Button>
      </div>
    </div>
  );
}
