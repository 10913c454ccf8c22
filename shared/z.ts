import * as z from 'zod';

// Before the first schema exists: zod otherwise compiles schemas with `new Function`, which the page's content security policy refuses.
z.config({ jitless: true });

/** Zod, set up once; every schema of the house is made with this one, so that none is made before it is set up. */
export { z };
