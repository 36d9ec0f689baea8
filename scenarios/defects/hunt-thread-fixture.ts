// A thread that has a defect in what it loads, and hunts it. What it is to hunt comes as its data.
import { parentPort, workerData } from 'node:worker_threads';
import { hunt } from './hunt.ts';
import { isDefectIn } from './load-defect.ts';

const { defect, library, seeds } = workerData;
const found = await hunt(defect, library, seeds);
parentPort?.postMessage({ found, isIn: isDefectIn() });
