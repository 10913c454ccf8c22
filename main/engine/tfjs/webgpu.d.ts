/** The parts of the npm package `webgpu` (Dawn as a Node addon) that Hourglass calls. */
declare module 'webgpu' {
  interface Adapter {
    readonly info: { readonly vendor: string; readonly device: string; readonly description: string };
  }
  interface Gpu {
    requestAdapter(): Promise<Adapter | null>;
  }
  export const globals: Record<string, unknown>;
  export function create(flags: readonly string[]): Gpu;
}
