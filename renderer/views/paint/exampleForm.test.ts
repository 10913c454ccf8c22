import { describe, expect, it } from 'vitest';
import { drawnShape, exampleForm, onPaper } from './exampleForm.ts';

describe('exampleForm', () => {
  it('tells pictures, points and lines apart', () => {
    expect(exampleForm([28, 28, 1])).toEqual({ form: 'image', height: 28, width: 28, channels: 1 });
    expect(exampleForm([8, 6, 3])).toEqual({ form: 'image', height: 8, width: 6, channels: 3 });
    expect(exampleForm([2])).toEqual({ form: 'point', dimensions: 2 });
    expect(exampleForm([3])).toEqual({ form: 'point', dimensions: 3 });
    expect(exampleForm([32, 1])).toEqual({ form: 'line', steps: 32, features: 1 });
    expect(exampleForm([10])).toEqual({ form: 'line', steps: 10, features: 1 });
  });

  it('draws a flat reconstruction of a picture as a picture', () => {
    expect(drawnShape([784], [28, 28, 1])).toEqual([28, 28, 1]);
    expect(drawnShape([10], [28, 28, 1])).toEqual([10]);
  });

  it('leaves the plane as it is and keeps up up in space', () => {
    expect(onPaper([3, 4])).toEqual([3, 4]);
    expect(onPaper([0, 2, 0])).toEqual([0, 2]);
  });
});
