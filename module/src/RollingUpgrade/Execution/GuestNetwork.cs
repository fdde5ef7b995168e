using System.Management.Automation;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace RollingUpgrade.Execution;

/// <summary>Asks for a VM on the network, at the addresses that its integration services tell its host.</summary>
internal static class GuestNetwork
{
    private const int WaitMilliseconds = 1000;

    /// <summary>A switch that has just learnt where the VM is may lose the first question.</summary>
    private const int Attempts = 2;

    /// <summary>Whether one of its addresses answers; null where none is known.</summary>
    /// <param name="machine">What <c>Get-VM</c> says of it.</param>
    internal static bool? Answers(PSObject machine)
    {
        IPAddress[] addresses = Addresses(machine);
        return addresses.Length == 0
            ? null
            : Enumerable.Range(0, Attempts).Any(_ => addresses.Any(Answers));
    }

    /// <summary>The addresses of its adapters, without those that hold on one link only.</summary>
    internal static IPAddress[] Addresses(PSObject machine) => machine.Items("NetworkAdapters")
        .SelectMany(adapter => adapter.Texts("IPAddresses"))
        .Select(text => IPAddress.TryParse(text, out IPAddress? address) ? address : null)
        .OfType<IPAddress>()
        .Where(address => !address.IsIPv6LinkLocal && !IsAutomatic(address))
        .ToArray();

    /// <summary>169.254/16: an address that a guest gave itself, because nobody gave it one.</summary>
    private static bool IsAutomatic(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetwork
        && address.GetAddressBytes() is { Length: 4 } bytes && bytes[0] == 169 && bytes[1] == 254;

    private static bool Answers(IPAddress address)
    {
        using Ping ping = new();
        try
        {
            return ping.Send(address, WaitMilliseconds).Status == IPStatus.Success;
        }
        catch (PingException)
        {
            return false;
        }
    }
}
