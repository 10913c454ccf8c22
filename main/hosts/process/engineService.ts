import { issue, IssueError } from '../../../shared/check/issue.ts';
import type { Issue, Outcome } from '../../../shared/check/issue.ts';
import { sizeOf } from '../../../shared/nodes/tensorSpec.ts';
import type { CallName, RunControl } from '../../../shared/protocol/contract.ts';
import { granted, refused } from '../../../shared/protocol/outcomes.ts';
import { createRunBoard, isOver } from '../../../shared/protocol/runBoard.ts';
import type { EngineService, ServiceAnswers } from '../../../shared/protocol/server.ts';
import type { Values } from '../../../shared/protocol/tensors.ts';
import { createDataPreviews, datasetCatalogue, probeDevices } from '../../engine/engine.ts';
import type { Engine, EngineOptions, OpenRun, RunHandle } from '../../engine/engine.ts';
import { createOpenRuns } from './openRuns.ts';

/** An engine behind the contract: one run trains at a time, and goes on whether or not anybody watches. */
export interface ServedEngine {
  readonly service: EngineService;
  /** Stops the run in progress at its next batch, with a checkpoint, and closes the engine. */
  close(): Promise<void>;
}

/** Runs that stay open for reading: the one trained last, and one to compare it with. */
const openRunsKept = 2;

interface Active {
  readonly name: string;
  handle: RunHandle | null;
  over: Promise<void>;
}

/** @param engine where it cannot be made, every call that needs it is refused with the reason */
export function createEngineService(engine: Promise<Engine>, options: Pick<EngineOptions, 'root' | 'allowDownload'>): ServedEngine {
  engine.catch(() => {});
  const runs = createRunBoard();
  const openRuns = createOpenRuns(engine, openRunsKept);
  const lookAtData = createDataPreviews({ root: options.root, allowDownload: options.allowDownload ?? false });
  let active: Active | null = null;

  /** Begins a run in the one place there is for it. */
  const begin = async (name: string, start: (engine: Engine) => Promise<Outcome<RunHandle>>): Promise<Outcome<{ run: string }>> => {
    // A run whose end has been told gives its place up in a moment.
    if (active?.handle && isOver(runs.state(active.handle.run)?.status ?? 'waiting')) await active.over;
    if (active) return refused(issue('run-busy', {}, { name: active.name }));
    const place: Active = { name, handle: null, over: Promise.resolve() };
    active = place;
    try {
      const { value: handle, issues } = await start(await engine);
      if (!handle) return refused(...issues);
      place.handle = handle;
      runs.open(handle.run, { ...handle.history, status: 'waiting' });
      place.over = drive(handle).finally(() => {
        active = null;
      });
      return granted({ run: handle.run }, issues);
    } finally {
      if (!place.handle) active = null;
    }
  };

  /** Reads a run's events to the end: that is what drives it. One that breaks off is lost, and says why. */
  const drive = async ({ run, events }: RunHandle): Promise<void> => {
    try {
      for await (const event of events) runs.publish(run, event);
    } catch (error) {
      const step = runs.state(run)?.step ?? 0;
      const reason = error instanceof Error ? error.message : String(error);
      const issues = error instanceof IssueError ? error.issues : [issue('engine-failed', {}, { reason })];
      for (const found of issues.slice(0, -1)) runs.publish(run, { event: 'issue', step, issue: found });
      runs.publish(run, { event: 'lost', step, issue: issues.at(-1) ?? issue('engine-failed', {}, { reason }) });
    }
  };

  const control = (asked: RunControl): Outcome<null> => {
    const state = runs.state(asked.run);
    if (!state) return refused(issue('protocol-run-unknown', {}, { run: asked.run }));
    const handle = active?.handle;
    if (handle?.run !== asked.run || isOver(state.status)) return refused(issue('run-not-training', {}, { run: asked.run, status: state.status }));
    if ('value' in asked) handle[asked.action](asked.value);
    else handle[asked.action]();
    return granted(null);
  };

  const answers: ServiceAnswers = {
    async engine() {
      const { name, description, version, threads } = (await engine).device;
      return granted({ device: { name, description, version, threads }, node: process.versions.node });
    },
    train: (request) => begin(request.document.name, (opened) => opened.train(request)),
    resume: ({ folder, epochs }) => begin(folder, (opened) => opened.resume(folder, epochs === undefined ? {} : { epochs })),
    control: async (asked) => control(asked),
    validate: async ({ document }) => granted({ issues: await (await engine).validate(document) }),
    openRun: (place) =>
      openRuns.use(
        place,
        async ({
          folder,
          document,
          state,
          device: { name, description, version, threads },
          latentShape,
          outputShape,
          conditionClasses,
          range,
          standardisation,
        }) =>
          granted({
            folder,
            document,
            state,
            device: { name, description, version, threads },
            latentShape,
            outputShape,
            conditionClasses,
            range,
            standardisation,
          }),
      ),
    evaluate: (asked) =>
      openRuns.use(asked, async (run) => {
        const { split, examples, figures, klPerDimension, classes } = await run.evaluate(asked.split);
        return granted({ split, examples, figures, klPerDimension, classes });
      }),
    examples: (asked) =>
      openRuns.use(asked, async (run) => {
        const count = run.state.start?.examples[asked.split] ?? 0;
        const stray = asked.indices.find((index) => index < 0 || index >= count);
        if (stray !== undefined) return refused(unfit('examples', 'indices', stray, `0 … ${count - 1}`));
        return granted(await run.examples(asked.split, Array.from(asked.indices)));
      }),
    reconstruct: (asked) =>
      openRuns.use(asked, async (run) => {
        const { examples, labels = null } = asked;
        const wrong = await exampleIssue('reconstruct', run, examples, labels);
        return wrong ? refused(wrong) : granted(await run.reconstruct({ ...examples, labels }));
      }),
    inspect: (asked) =>
      openRuns.use(asked, async (run) => {
        const { examples, labels = null } = asked;
        const wrong = await exampleIssue('inspect', run, examples, labels);
        return wrong ? refused(wrong) : granted(await run.inspect({ ...examples, labels }));
      }),
    encode: (asked) => openRuns.use(asked, async (run) => granted(await run.encode(asked.split))),
    decode: (asked) =>
      openRuns.use(asked, async (run) => {
        const wrong = labelIssue('decode', run, asked.codes.shape[0] ?? 0, asked.labels ?? null);
        return wrong ? refused(wrong) : granted(await run.decode(asked.codes, asked.labels));
      }),
    sample: (asked) =>
      openRuns.use(asked, async (run) => {
        const wrong = labelIssue('sample', run, asked.count, asked.labels ?? null);
        return wrong ? refused(wrong) : granted(await run.sample(asked.count, asked.seed, asked.labels));
      }),
    datasets: async () => granted(await datasetCatalogue({ root: options.root, allowDownload: options.allowDownload ?? false })),
    dataPreview: lookAtData,
    devices: async () => granted(await probeDevices(options.root)),
  };

  return {
    service: { runs, answers },
    async close() {
      active?.handle?.stop();
      await active?.over;
      openRuns.dispose();
      await engine.then(
        (opened) => opened.dispose(),
        () => {},
      );
    },
  };
}

/** What is wrong with examples of the caller's own: another size than the data's, or their labels. */
async function exampleIssue(call: CallName, run: OpenRun, examples: Values, labels: Int32Array | null): Promise<Issue | null> {
  const count = examples.shape[0] ?? 0;
  const [, ...shape] = (await run.examples('train', [0])).shape;
  const width = count > 0 ? examples.values.length / count : sizeOf(shape);
  if (width !== sizeOf(shape)) return unfit(call, 'examples.shape', examples.shape.join(' × '), `n × ${shape.join(' × ')}`);
  return labelIssue(call, run, count, labels);
}

/** What is wrong with the labels of so many examples or codes: none for a conditional decoder, too few, or a class that is not there. */
function labelIssue(call: CallName, { folder, conditionClasses }: OpenRun, count: number, labels: Int32Array | null): Issue | null {
  if (!labels) return conditionClasses === null ? null : issue('run-labels-needed', { file: folder }, { last: conditionClasses - 1 });
  if (labels.length !== count) return unfit(call, 'labels', labels.length, `${count} × int32`);
  const stray = conditionClasses === null ? undefined : labels.find((label) => label < 0 || label >= conditionClasses);
  return stray === undefined ? null : unfit(call, 'labels', stray, `0 … ${(conditionClasses ?? 1) - 1}`);
}

function unfit(call: CallName, path: string, found: string | number, expected: string): Issue {
  return issue('protocol-payload', { path }, { call, path, found, expected });
}
