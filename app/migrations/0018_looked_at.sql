-- At which referrals somebody looked, beside what the ledger's line tells.

-- Of a look at a person who stands in referrals: these, as a list of ids. Whoever answers for one
-- of them is shown by it who looked, and nothing of a referral that another MARAC hears. Nothing
-- where it is not known: in older entries, and in those that waited in the spool.
alter table ledger_entry add column referrals {json};
