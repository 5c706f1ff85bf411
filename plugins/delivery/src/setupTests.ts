import { configure } from '@testing-library/react';
import '@testing-library/jest-dom';

// The first render of a portal compiles styles and loads lazily; on a busy machine that takes its time.
configure({ asyncUtilTimeout: 20_000 });
