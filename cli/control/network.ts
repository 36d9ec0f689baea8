// What a network was started with: whoever knows its seed and population knows its people, and what is true of them.
import { done } from './answer.ts';
import type { RouteParts } from './parts.ts';
import type { ControlRoute } from './routes.ts';

export const networkRoutes = ({ facts, engineSide }: RouteParts): readonly ControlRoute[] => [
  {
    path: '/control/network',
    methods: { GET: () => done({ ...facts, ...(engineSide && { engine: engineSide.engine.settings }) }) },
  },
];
