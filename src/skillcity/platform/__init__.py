"""What every subject needs: accounts, audit, jobs, imports, pages."""
