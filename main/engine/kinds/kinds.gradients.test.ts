import { beforeAll } from 'vitest';
import { openDevice } from '../tfjs/devices.ts';
import { referenceLaw } from './reference/referenceLaw.ts';

beforeAll(() => openDevice('tensorflow'));
referenceLaw();
