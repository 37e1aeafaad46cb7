/** What is needed only when an object is rendered, and is more than all that is needed before. */
export { lowerInMesh } from './lower-in-mesh';
export { isJudgement } from '../checks/catalogue';
export { ABOUT_SIDECARS, checkWorkload } from '../checks/check-workload';
export { runsNatively } from '../lowering/native';
