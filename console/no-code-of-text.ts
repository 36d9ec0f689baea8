// Imported before everything else: schemas look at this when they are made. The page's security policy forbids code
// made of text, which zod would try.
import { config } from 'zod';

config({ jitless: true });
