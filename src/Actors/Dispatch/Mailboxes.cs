using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Helios.Actors.Configuration;

namespace Helios.Actors.Dispatch;

/// <summary>The mailboxes of a system, by the id that a configuration block bears.</summary>
public class Mailboxes
{
    /// <summary>The id of the default.</summary>
    public static readonly string DefaultMailboxId = "akka.actor.default-mailbox";

    private readonly ConcurrentDictionary<string, MailboxType> _known = new(StringComparer.Ordinal);
    private readonly Settings _settings;
    private readonly MailboxType _default;

    internal Mailboxes(Settings settings)
    {
        _settings = settings;
        _default = new UnboundedMailbox(settings, Config.Empty);
        _known[DefaultMailboxId] = _default;
        _known[Deploy.NoMailboxGiven] = _default;
    }

    /// <summary>The mailbox of that id.</summary>
    /// <exception cref="ConfigurationException">The block is missing or names no mailbox type.</exception>
    public MailboxType Lookup(string id) => _known.GetOrAdd(id, static (key, self) => self.Make(key), this);

    internal MailboxType For(Props props) => ReferenceEquals(props.Deploy, Deploy.None) ? _default : Lookup(props.Mailbox);

    /// <summary>The <c>stash-capacity</c> of a mailbox, negative for no limit.</summary>
    internal int StashCapacity(string id)
        => id.Length == 0 ? Deploy.NoStashSize : _settings.Config.GetConfig(id)?.GetInt("stash-capacity", Deploy.NoStashSize) ?? Deploy.NoStashSize;

    [UnconditionalSuppressMessage("Trimming", "IL2057", Justification = "A program that names its own mailbox type in configuration keeps that type itself.")]
    [UnconditionalSuppressMessage("Trimming", "IL2072", Justification = "A program that names its own mailbox type in configuration keeps that type itself.")]
    private MailboxType Make(string id)
    {
        Config block = _settings.Config.GetConfig(id)
            ?? throw new ConfigurationException($"mailbox '{id}' is not configured");
        string type = block.GetString("mailbox-type")
            ?? throw new ConfigurationException($"{id}.mailbox-type is missing");
        string bare = type.Split(',')[0].Trim();
        switch (bare[(bare.LastIndexOf('.') + 1)..])
        {
            case nameof(UnboundedMailbox):
                return new UnboundedMailbox(_settings, block);
            case nameof(UnboundedDequeBasedMailbox):
                return new UnboundedDequeBasedMailbox(_settings, block);
            case nameof(BoundedMailbox) or "BoundedDequeBasedMailbox":
                return new BoundedMailbox(_settings, block);
            case nameof(UnboundedControlAwareMailbox):
                return new UnboundedControlAwareMailbox(_settings, block);
            default:
                break;
        }

        Type found = Type.GetType(type)
            ?? throw new ConfigurationException($"{id}.mailbox-type: no type '{type}'");
        return Activator.CreateInstance(found, _settings, block) as MailboxType
            ?? throw new ConfigurationException($"{id}.mailbox-type: {found} is no MailboxType");
    }
}
