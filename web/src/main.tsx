import './api/queries.ts'; import './text/text-context.tsx'; import './text/names.ts';
