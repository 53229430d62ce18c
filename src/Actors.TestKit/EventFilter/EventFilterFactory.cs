#nullable disable annotations
using System.Text.RegularExpressions;

namespace Helios.Actors.TestKit;

/// <summary>Expects log events: <c>EventFilter.Error(contains: "full").ExpectOne(() =&gt; ...)</c>.</summary>
public class EventFilterFactory
{
    private readonly TestKitBase _testkit;

    internal EventFilterFactory(TestKitBase testkit) => _testkit = testkit;

    /// <summary>Errors whose cause is of the type.</summary>
    public IEventFilterApplier Exception<TException>(string message = null, string start = null, string contains = null, string source = null)
        where TException : Exception => Exception(typeof(TException), message, start, contains, source);

    /// <summary>Errors whose cause is of the type and whose text matches.</summary>
    public IEventFilterApplier Exception<TException>(Regex pattern, string source = null)
        where TException : Exception => Make<Error>(source, text => pattern.IsMatch(text), cause => cause is TException, $"error with {typeof(TException).Name} matching {pattern}");

    /// <summary>Errors whose cause is of the type.</summary>
    public IEventFilterApplier Exception(Type exceptionType, string message = null, string start = null, string contains = null, string source = null, bool checkInnerExceptions = false)
        => Make<Error>(
            source,
            Text(message, start, contains),
            cause => exceptionType.IsInstanceOfType(cause) || (checkInnerExceptions && cause is not null && exceptionType.IsInstanceOfType(cause.InnerException)),
            $"error with {exceptionType.Name}");

    /// <summary>Errors.</summary>
    public IEventFilterApplier Error(string message = null, string start = null, string contains = null, string source = null)
        => Make<Error>(source, Text(message, start, contains), null, $"error {message ?? start ?? contains}");

    /// <summary>Errors whose text matches.</summary>
    public IEventFilterApplier Error(Regex pattern, string source = null) => Make<Error>(source, text => pattern.IsMatch(text), null, $"error matching {pattern}");

    /// <summary>Warnings.</summary>
    public IEventFilterApplier Warning(string message = null, string start = null, string contains = null, string source = null)
        => Make<Warning>(source, Text(message, start, contains), null, $"warning {message ?? start ?? contains}");

    /// <summary>Warnings whose text matches.</summary>
    public IEventFilterApplier Warning(Regex pattern, string source = null) => Make<Warning>(source, text => pattern.IsMatch(text), null, $"warning matching {pattern}");

    /// <summary>Infos.</summary>
    public IEventFilterApplier Info(string message = null, string start = null, string contains = null, string source = null)
        => Make<Info>(source, Text(message, start, contains), null, $"info {message ?? start ?? contains}");

    /// <summary>Infos whose text matches.</summary>
    public IEventFilterApplier Info(Regex pattern, string source = null) => Make<Info>(source, text => pattern.IsMatch(text), null, $"info matching {pattern}");

    /// <summary>Debug events.</summary>
    public IEventFilterApplier Debug(string message = null, string start = null, string contains = null, string source = null)
        => Make<Debug>(source, Text(message, start, contains), null, $"debug {message ?? start ?? contains}");

    /// <summary>Debug events whose text matches.</summary>
    public IEventFilterApplier Debug(Regex pattern, string source = null) => Make<Debug>(source, text => pattern.IsMatch(text), null, $"debug matching {pattern}");

    /// <summary>Dead letters.</summary>
    public IEventFilterApplier DeadLetter() => new EventFilterApplier(_testkit, typeof(DeadLetter), static _ => true, "dead letter");

    /// <summary>Dead letters of a type.</summary>
    public IEventFilterApplier DeadLetter<TMessage>(string source = null) => DeadLetter<TMessage>(static _ => true, source);

    /// <summary>Dead letters of a type that match.</summary>
    public IEventFilterApplier DeadLetter<TMessage>(Func<TMessage, bool> isMatch, string source = null)
        => new EventFilterApplier(
            _testkit,
            typeof(DeadLetter),
            message => message is DeadLetter { Message: TMessage typed } letter && isMatch(typed) && (source is null || letter.Recipient.Path.ToString() == source || letter.Recipient.Path.ToStringWithoutAddress() == source),
            $"dead letter {typeof(TMessage).Name}");

    /// <summary>Events for which the function is true.</summary>
    public IEventFilterApplier Custom(Predicate<LogEvent> predicate)
        => new EventFilterApplier(_testkit, typeof(LogEvent), message => message is LogEvent logEvent && predicate(logEvent), "matching event");

    /// <summary>Events of a type for which the function is true.</summary>
    public IEventFilterApplier Custom<TLogEvent>(Predicate<TLogEvent> predicate)
        where TLogEvent : LogEvent
        => new EventFilterApplier(_testkit, typeof(TLogEvent), message => message is TLogEvent logEvent && predicate(logEvent), $"matching {typeof(TLogEvent).Name}");

    private static Func<string, bool> Text(string message, string start, string contains)
        => text => (message is null || text == message)
        && (start is null || text.StartsWith(start, StringComparison.Ordinal))
        && (contains is null || text.Contains(contains, StringComparison.Ordinal));

    private EventFilterApplier Make<TLogEvent>(string source, Func<string, bool> text, Func<Exception, bool> cause, string what)
        where TLogEvent : LogEvent
        => new(
            _testkit,
            typeof(TLogEvent),
            message => message is TLogEvent logEvent
                && (source is null || logEvent.LogSource == source)
                && (cause is null || cause(logEvent.Cause))
                && (text(logEvent.Message?.ToString() ?? string.Empty) || (logEvent.Cause is { } thrown && text(thrown.Message))),
            what.TrimEnd());
}
