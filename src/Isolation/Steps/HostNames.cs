using System.Text;
using Helios.Contracts;
using Helios.Linux;

namespace Helios.Isolation.Steps;

/// <summary>Gives the UTS namespace its names.</summary>
internal sealed class HostNames(string hostName, string? domainName) : ChildStep
{
    internal override LaunchStep Describe() => Step(
        "host-name", $"set the host name {hostName}{(domainName is null ? "" : $" and the domain name {domainName}")}", ("hostname", hostName),
        ("domainname", domainName));

    internal override void Emit(ChildScript script)
    {
        script.Call($"set the host name {hostName}", Sys.sethostname, script.Text(hostName), Encoding.UTF8.GetByteCount(hostName));
        if (domainName is not null)
        {
            script.Call($"set the domain name {domainName}", Sys.setdomainname, script.Text(domainName), Encoding.UTF8.GetByteCount(domainName));
        }
    }
}
