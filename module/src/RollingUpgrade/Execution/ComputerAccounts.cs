using System.Collections;
using System.Management.Automation;
using System.Text.Json.Nodes;
using RollingUpgrade.Documents;

namespace RollingUpgrade.Execution;

/// <summary>Accounts of computers, as the script for the surroundings reads them of the directory.</summary>
internal static class ComputerAccounts
{
    /// <summary>The account is disabled.</summary>
    private const int Disabled = 0x2;

    /// <summary>It may delegate to any service.</summary>
    private const int Unconstrained = 0x80000;

    /// <summary>It may delegate for a user who signed in some other way than by Kerberos.</summary>
    private const int AnyProtocol = 0x1000000;

    /// <summary>The accounts by the name of the computer; what could not be read is absent.</summary>
    internal static JsonObject Of(object? read)
    {
        JsonObject accounts = [];
        if (Properties.Plain(read) is not IEnumerable list || list is string)
        {
            return accounts;
        }

        foreach (Hashtable entry in list.Cast<object>().Select(Properties.Plain).OfType<Hashtable>())
        {
            accounts[$"{entry["name"]}"] = Account(entry);
        }

        return accounts;
    }

    /// <summary>
    /// The flags are those of userAccountControl and the list is msDS-AllowedToDelegateTo ("UserAccountControl property
    /// flags", learn.microsoft.com).
    /// </summary>
    private static JsonObject Account(Hashtable entry)
    {
        JsonObject account = [];
        if (Properties.Plain(entry["control"]) is int control)
        {
            string[] services = Texts(entry["services"]);
            account["enabled"] = (control & Disabled) == 0;
            account["delegation"] = (control & Unconstrained) != 0 ? "unconstrained"
                : services.Length == 0 ? "none"
                : (control & AnyProtocol) != 0 ? "anyProtocol"
                : "kerberosOnly";
            if (services.Length > 0)
            {
                account["delegationServices"] = JsonReading.ToArray(services);
            }
        }

        // Only what is sure: a policy may trust other creators, too, which no account shows.
        if (Properties.Plain(entry["reusable"]) is true)
        {
            account["reuseAllowed"] = true;
        }

        if (Properties.Plain(entry["addresses"]) is IEnumerable and not string)
        {
            account["resolvedAddresses"] = JsonReading.ToArray(Texts(entry["addresses"]));
        }

        return account;
    }

    private static string[] Texts(object? value) => Properties.Plain(value) switch
    {
        string text => [text],
        IEnumerable list => list.Cast<object>().Select(Properties.Name).ToArray(),
        _ => [],
    };
}
