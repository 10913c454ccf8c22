import { IssueError, issue } from '../../../shared/check/issue.ts';
import type { Issue } from '../../../shared/check/issue.ts';
import { movesImages } from './augmentation.ts';
import { partsOf } from './batchMaker.ts';
import { startBatchThread } from './batchThread.ts';
import type { BatchThread, Ticket } from './batchThread.ts';
import type { PreparedData, SplitName } from './dataset.ts';
import { elementCount } from './formats/numericArray.ts';
import { createOwnBlocks } from './ownBlocks.ts';
import type { MakeBlock } from './ownBlocks.ts';
import { checkBatchSize } from './prepareData.ts';
import { arraysIn, blockAt, blockBytes } from './preparedBlock.ts';
import type { BlockPlace, PreparedBlock } from './preparedBlock.ts';

export interface BatchSourceOptions {
  /** own: on the caller's thread, when a block is asked for; other: ahead, on a thread of its own; default: whichever is faster for the data. */
  readonly thread?: 'own' | 'other';
  /** The program of the other thread. */
  readonly entry?: URL;
}

export interface BatchStreamOptions {
  readonly split: SplitName;
  readonly batchSize: number;
  /** Most batches in a block. */
  readonly stride: number;
  /** Where reading begins (default: the first batch of epoch 0); it is prepared at once. */
  readonly epoch?: number;
  readonly startBatch?: number;
  /** The epoch before which nothing more is prepared ahead; unbounded unless told. */
  readonly epochs?: number;
  /** Most blocks prepared and not yet taken, 3 unless told; fewer where they are large. */
  readonly ahead?: number;
}

/** Blocks of one split, in order, for one reader. The next ones are prepared while one is read, across epochs. */
export interface BatchStream {
  /** The blocks of an epoch from a batch on. Going on where the last reading ended costs nothing; any other place drops what was prepared ahead. Ends early where the source is closed. */
  blocks(epoch: number, startBatch?: number): AsyncGenerator<PreparedBlock, void>;
  /** The block that `blocks` of the same place will begin with, without taking it; null where there is none. */
  peek(epoch: number, startBatch?: number): Promise<PreparedBlock | null>;
  /** Gives a block that was read back, to be filled anew: its arrays must not be read any more. A block that is not given back is the reader's to keep. */
  release(block: PreparedBlock): void;
}

/** Where a run has its batches from: one for a run, whatever it reads. */
export interface BatchSource {
  /** The same batches, bit for bit, as `PreparedData.batches`. Throws IssueError `data-batch-too-large` as that does. */
  stream(options: BatchStreamOptions): BatchStream;
  /** Where blocks are prepared now. */
  readonly thread: 'own' | 'other';
  /** data-thread-lost where the other thread broke down, after which this one prepares the same blocks; else null. */
  readonly issue: Issue | null;
  /** Ends the thread and every reading. Call it once the run is over, however it ended. */
  close(): Promise<void>;
}

/** Bytes that blocks prepared ahead may take, one at least. */
const mostAheadBytes = 128 * 2 ** 20;

/** Makes the source of a run's batches; the other thread starts at once, while the model is made. */
export function createBatchSource(data: PreparedData, options: BatchSourceOptions = {}): BatchSource {
  const { recipe } = data;
  const wanted = options.thread ?? (recipe && isWorthAThread(data) ? 'other' : 'own');
  let lost: Issue | null = null,
    started: BatchThread | null = null,
    thread: BatchThread | null = null,
    isClosed = false;
  const onLost = (reason: string): void => {
    thread = null;
    lost = issue('data-thread-lost', {}, { reason });
  };
  if (recipe && wanted === 'other') {
    try {
      started = startBatchThread(recipe, { entry: options.entry ?? new URL('./batchWorker.ts', import.meta.url), onLost });
      thread = started;
    } catch (error) {
      onLost(error instanceof Error ? error.message : String(error));
    }
  }
  let own: MakeBlock | null = null;
  const makeOwn: MakeBlock = (order, into) => (own ??= createOwnBlocks(data))(order, into);
  return {
    stream: (asked) => createStream(asked, { data, makeOwn, thread: () => thread, isClosed: () => isClosed }),
    get thread() {
      return thread ? 'other' : 'own';
    },
    get issue() {
      return lost;
    },
    async close() {
      isClosed = true;
      thread = null;
      await started?.close();
    },
  };
}

/** Nanoseconds for a value, measured on one 2-core machine: as it is, where images are moved, where noise is added. */
const valueNs = { plain: 1.3, moved: 15, noisy: 40 };
/** An epoch that is prepared in less time than this is not worth a thread, whose start takes about ten times as long: 5,000 pictures of 28 × 28. */
const fewMs = 5;

function isWorthAThread({ recipe, counts }: PreparedData): boolean {
  if (!recipe) return false;
  const ns = valueNs.plain + (movesImages(recipe.augment) ? valueNs.moved : 0) + (recipe.augment.noise > 0 ? valueNs.noisy : 0);
  return counts.train * elementCount(recipe.shape) * ns > fewMs * 1e6;
}

interface StreamContext {
  readonly data: PreparedData;
  readonly makeOwn: MakeBlock;
  readonly thread: () => BatchThread | null;
  readonly isClosed: () => boolean;
}

/** A block that was asked for and not yet taken. */
interface Awaited {
  readonly place: BlockPlace;
  /** Null where it is made on this thread, once it is wanted. */
  readonly ticket: Ticket | null;
  block: Promise<PreparedBlock | null> | null;
}

function createStream(options: BatchStreamOptions, { data, makeOwn, thread, isClosed }: StreamContext): BatchStream {
  const { split, batchSize, stride, epoch: firstEpoch = 0, startBatch: firstStart = 0, epochs = Infinity } = options;
  // 1. What is asked for can be had.
  for (const [name, value] of Object.entries({ batchSize, stride })) if (!Number.isInteger(value) || value < 1) throw new RangeError(`${name} ${value}`);
  const tooLarge = split === 'train' ? checkBatchSize(data, batchSize) : [];
  if (tooLarge.length > 0) throw new IssueError(tooLarge);
  // 2. How blocks are cut and laid out.
  const cut = { count: data.counts[split], batchSize, stride };
  const parts = data.recipe ? partsOf(data.recipe, split) : { labelled: true, weighted: true };
  const layout = { length: elementCount(data.facts.shape), ...parts };
  const bufferBytes = blockBytes(layout, Math.min(cut.count, batchSize * stride));
  const most = Math.max(1, Math.min(options.ahead ?? 3, Math.floor(mostAheadBytes / bufferBytes)));
  // 3. What is under way: blocks asked for, the place behind them, buffers at rest.
  const awaited: Awaited[] = [];
  const lent = new WeakMap<PreparedBlock, ArrayBuffer>();
  const resting: ArrayBuffer[] = [];
  let next = blockAt(cut, firstEpoch, firstStart);

  const rest = (buffer: ArrayBuffer): void => {
    if (resting.length <= most) resting.push(buffer);
  };
  const orderOf = (place: BlockPlace) => ({ ...place, split, fullSize: batchSize, layout, bufferBytes });
  const behind = ({ epoch, firstBatch, batches }: BlockPlace): BlockPlace | null =>
    blockAt(cut, epoch, firstBatch + batches) ?? (epoch + 1 < epochs ? blockAt(cut, epoch + 1, 0) : null);

  function askAhead(): void {
    while (next && awaited.length < (thread() ? most : 1)) {
      const ticket = thread()?.ask(orderOf(next), resting.pop() ?? null) ?? null;
      awaited.push({ place: next, ticket, block: null });
      next = behind(next);
    }
  }
  async function make({ place, ticket }: Awaited): Promise<PreparedBlock | null> {
    const filled = ticket ? await ticket.take() : null;
    if (isClosed()) return null;
    const buffer = filled ?? resting.pop() ?? new ArrayBuffer(bufferBytes);
    const arrays = arraysIn(buffer, layout, place.batches * place.batchSize);
    const block = { ...place, ...(filled ? arrays : makeOwn(orderOf(place), arrays)) };
    lent.set(block, buffer);
    return block;
  }
  /** The entry for a place, which comes first from now on. */
  function headAt(epoch: number, firstBatch: number): Awaited | null {
    const head = awaited[0]?.place ?? next;
    if (head?.epoch !== epoch || head.firstBatch !== firstBatch) {
      for (const { ticket, block } of awaited.splice(0)) if (!block) ticket?.cancel(rest);
      next = blockAt(cut, epoch, firstBatch);
    }
    askAhead();
    return awaited[0] ?? null;
  }
  const blockOf = (entry: Awaited): Promise<PreparedBlock | null> => (entry.block ??= make(entry));

  if (thread()) askAhead();
  return {
    async *blocks(epoch, startBatch = 0) {
      for (let place = blockAt(cut, epoch, startBatch); place; place = blockAt(cut, epoch, place.firstBatch + place.batches)) {
        const entry = isClosed() ? null : headAt(epoch, place.firstBatch);
        if (!entry) return;
        const making = blockOf(entry);
        awaited.shift();
        if (thread()) askAhead();
        const block = await making;
        if (!block) return;
        yield block;
      }
    },
    async peek(epoch, startBatch = 0) {
      const entry = isClosed() ? null : headAt(epoch, startBatch);
      return entry && blockOf(entry);
    },
    release(block) {
      const buffer = lent.get(block);
      if (!buffer) return;
      lent.delete(block);
      rest(buffer);
    },
  };
}
