import '@fontsource-variable/noto-sans-jp';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './theme/tokens.css';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { healthQuery } from './api/queries.ts';
import { createQueryClient } from './api/query-client.ts';
import { createAppRouter } from './routes.tsx';
import { applyLanguage, setSiteLanguage } from './text/language.ts';
import { TextProvider } from './text/text-context.tsx';
import { theme, variables } from './theme/theme.ts';

const queryClient = createQueryClient();
const router = createAppRouter(queryClient);

applyLanguage();
// The page before the sign-in speaks the language of the site, which only the server knows.
queryClient.fetchQuery(healthQuery).then(
  ({ language }) => setSiteLanguage(language),
  () => undefined,
);

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={variables} defaultColorScheme="auto">
      <TextProvider>
        <QueryClientProvider client={queryClient}>
          <Notifications position="top-right" limit={4} />
          <RouterProvider router={router} />
        </QueryClientProvider>
      </TextProvider>
    </MantineProvider>
  </StrictMode>,
);
